/** The first stage of a planned trainer: where the rows and the parameters of all members lie. */
import { familyById } from '@/core/model/families'
import { normChunks } from '@/kernels/adamw/programs'
import { createRowLayout, type RowLayout, type SplitRows } from '@/kernels/kit/row-layout'
import type { PopulationSpec } from '../contract/trainer'
import { layOutParameters, type ParameterLayout } from './parameter-layout'

export interface PopulationLayout {
  readonly rows: RowLayout
  readonly parameters: ParameterLayout
  /** Parts of a member's gradient whose squares are summed apart. */
  readonly normChunks: number
}

/** @param splitRows as {@link PlanMachine.splitRows}. */
export function layOutPopulation(
  { family, shape, members }: PopulationSpec,
  splitRows: SplitRows,
): PopulationLayout {
  const parameters = layOutParameters(familyById(family).parameters(shape))
  const batches = members.map((member) => member.batch)
  return {
    rows: createRowLayout(batches, shape.seqLen, splitRows),
    parameters,
    normChunks: normChunks(parameters.count),
  }
}
