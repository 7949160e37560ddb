/** The kinds of models that are compared: families, with tied and with untied embeddings. */
import { groupBy } from '@/core/group'
import { families } from '@/core/model/families'
import type { Run } from '@/core/runs/run'

export interface Kind {
  readonly family: string
  readonly tied: boolean
}

export interface KindRuns<R extends Run> extends Kind {
  readonly key: string
  readonly runs: readonly R[]
}

/** Families by their ids: each keeps its place and its colour whatever else is drawn. */
export const familyOrder: readonly string[] = [...families.keys()]

/** One group for each family and kind of embedding, untied before tied. */
export const byKind = <R extends Run>(runs: readonly R[]): KindRuns<R>[] =>
  [...groupBy(runs, ({ trial: { family, shape } }) => `${family}${shape.tied ? ' tied' : ''}`)]
    .map(([key, own]) => ({ key, family: own[0]!.trial.family, tied: own[0]!.trial.shape.tied, runs: own }))
    .toSorted(
      (a, b) =>
        familyOrder.indexOf(a.family) - familyOrder.indexOf(b.family) || Number(a.tied) - Number(b.tied),
    )
