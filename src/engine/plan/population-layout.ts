/** The first stage of a planned trainer: where the rows and the parameters of all members lie. */
import { familyById } from '@/core/model/families'
import { normChunks } from '@/kernels/adamw/programs'
import { layOutRows, placeMembers, type RowLayout } from '@/kernels/kit/row-layout'
import type { PopulationSpec } from '../contract/trainer'
import { type CrewShare, shareOfCrew } from './crew-share'
import type { PlanMachine } from './machine'
import { layOutParameters, type ParameterLayout } from './parameter-layout'

export interface PopulationLayout {
  /** All rows of a step. */
  readonly rows: RowLayout
  /** What this thread computes of them, where others compute the rest. */
  readonly share: CrewShare | undefined
  readonly parameters: ParameterLayout
  /** Parts of a member's gradient whose squares are summed apart. */
  readonly normChunks: number
}

export function layOutPopulation(
  { family, shape, members }: PopulationSpec,
  { splitRows, normChunks: mostChunks, crew }: Pick<PlanMachine, 'splitRows' | 'normChunks' | 'crew'>,
): PopulationLayout {
  const parameters = layOutParameters(familyById(family).parameters(shape))
  const batches = members.map((member) => member.batch)
  const placed = placeMembers(batches, shape.seqLen, splitRows)
  const share = crew && shareOfCrew(placed, shape.seqLen, crew)
  return {
    rows: share?.blocks ?? layOutRows(placed, shape.seqLen),
    share,
    parameters,
    normChunks: normChunks(parameters.count, mostChunks),
  }
}
