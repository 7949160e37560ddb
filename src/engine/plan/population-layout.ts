/** The first stage of a planned trainer: where the rows and the parameters of all members lie. */
import { familyById } from '@/core/model/families'
import { normChunks } from '@/kernels/adamw/programs'
import { layOutRows, placeMembers, type RowLayout } from '@/kernels/kit/row-layout'
import type { PopulationSpec } from '../contract/trainer'
import { type CrewShare, shareOfCrew } from './crew-share'
import type { PlanMachine } from './machine'
import { layOutParameters, type ParameterLayout } from './parameter-layout'
import { type Portion, portionsOf } from './portions'

export interface PopulationLayout {
  /** All rows of a step. */
  readonly rows: RowLayout
  /** What this thread computes of them, where others compute the rest. */
  readonly share: CrewShare | undefined
  /** The rows that this thread computes, in the order in which it does. */
  readonly portions: readonly Portion[]
  readonly parameters: ParameterLayout
  /** Parts of a member's gradient whose squares are summed apart. */
  readonly normChunks: number
}

export function layOutPopulation(
  { family, shape, members }: PopulationSpec,
  {
    splitRows,
    normChunks: mostChunks,
    crew,
    portions,
  }: Pick<PlanMachine, 'splitRows' | 'normChunks' | 'crew' | 'portions'>,
): PopulationLayout {
  const parameters = layOutParameters(familyById(family).parameters(shape))
  const batches = members.map((member) => member.batch)
  const placed = placeMembers(batches, shape.seqLen, splitRows)
  const share = crew && shareOfCrew(placed, shape.seqLen, crew)
  const rows = share?.blocks ?? layOutRows(placed, shape.seqLen)
  return {
    rows,
    share,
    portions: portionsOf(share?.own ?? rows, portions?.rows ?? Number.POSITIVE_INFINITY),
    parameters,
    normChunks: normChunks(parameters.count, mostChunks),
  }
}
