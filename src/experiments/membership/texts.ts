/** The words of this experiment's figures and findings. */
import type { Sentences } from '@/core/findings/finding'
import { decimalText, effectText, meanText, plural, tooFewSeedsText } from '@/core/text/number'
import type { MembershipValues } from './findings'

export const text = {
  recognised: (strings: string, auc: number) => `${strings}: AUC of the attack ${decimalText(auc)}`,
  attack: {
    title: 'How well training strings are recognised',
    caption:
      'AUC: the chance that a training string has a lower loss than a new one. F1: measured on one half of the strings, with the threshold that was best on the other half; calling every string a member scores 0.67. Dashed: a sigmoid fitted to the points.',
    y: 'score',
  },
  law: {
    title: 'F1 and the paper’s law',
    caption:
      'Dashed: the law of Morris et al. as printed, which rises with the data, and as we think it was meant, which falls and reproduces their own table. Its constants come from far larger models trained on text.',
    printed: 'as printed',
    meant: 'as meant',
  },
  strict: {
    title: 'An attack with hardly any false alarms',
    caption:
      'TPR at 1 %: the share of training strings that a threshold finds when it may call only one new string in a hundred a member (a false-positive rate of 1 %). Calibrated: the AUC when each loss is compared with the source’s own, so that strings that are likely anyway are not taken for members.',
    y: 'share',
    tpr: 'TPR at 1 %',
    calibrated: 'calibrated',
  },
  roc: {
    title: 'ROC curves',
    caption:
      'Each point is a threshold: how many new strings it calls members, and how many members it finds. One seed; the diagonal is guessing.',
    x: 'false alarms, share of new strings',
    y: 'found, share of members',
    guessing: 'guessing',
  },
  losses: {
    title: 'Losses of members and of new strings',
    caption: (shown: { readonly datasetSize: number; readonly auc: number } | undefined) =>
      shown
        ? `Share of strings by loss, ${plural(shown.datasetSize, 'string')}, one seed (AUC ${decimalText(shown.auc)}). Where the outlines overlap, no threshold can tell.`
        : 'Share of strings by loss, members and new strings. Where the outlines overlap, no threshold can tell.',
    x: 'loss, bits per token',
    y: 'share of strings',
    members: 'members',
    nonMembers: 'new strings',
  },
  training: {
    title: 'The attack while the model trains',
    caption: 'AUC of the attack, measured ten times during training, one seed; 0.5 is guessing.',
  },
  auc: 'AUC',
  f1: 'F1',
  allMembers: 'all members',
  strings: (datasetSize: number, about: string) => `${plural(datasetSize, 'string')}${about}`,
} as const

const factor = (x: number): string => decimalText(x, x < 10 ? 1 : 0)
const times = (x: number): string => `${factor(x)} times`
const three = (value: number): string => decimalText(value, 3)
const percent = (shares: readonly number[]): string =>
  meanText(
    shares.map((share) => 100 * share),
    0,
    '%',
  )

export const sentences = {
  certain: ({ about, x, scores, decision }, verdict) => ({
    headline:
      verdict === 'agrees'
        ? 'While the strings fit, the attack recognises every one.'
        : verdict === 'differs' || verdict === 'no effect'
          ? 'Even while the strings fit, the attack misses some.'
          : 'Does it recognise every string that fits? Not settled here.',
    text: `While the data fit (${times(x)} what the model holds) the AUC is ${meanText(scores, 3)}${about}.${tooFewSeedsText(decision)}`,
    paper: 'Morris et al.: membership is near certain below capacity',
  }),
  falls: ({ about, least, most, halfway, decision }, verdict) => ({
    headline:
      verdict === 'agrees'
        ? 'With more strings, the attack falls towards chance.'
        : verdict === 'differs' || verdict === 'no effect'
          ? 'With more strings, the attack works just as well.'
          : verdict === 'not reached'
            ? 'Even with the most strings, the attack still works.'
            : 'Does the attack fail with more strings? Not settled here.',
    text: decision
      ? `As the data grow from ${factor(least.x)} to ${times(most.x)} what the model holds, the AUC falls by ${effectText(decision.effect, three)}, to ${meanText(most.scores, 3)}${
          halfway === undefined ? '' : `; at ${times(halfway)} it is half way to chance`
        }${about}.${tooFewSeedsText(decision)}`
      : `With the largest dataset, ${times(most.x)} what the model holds, the AUC is ${meanText(most.scores, 3)}, not yet half way to chance${about}. Add larger datasets.`,
    paper: 'Morris et al.: the attack falls towards chance as the data outgrow the capacity',
  }),
  strict: ({ about, x, auc, tpr, lastF1 }) => ({
    headline: 'A good average score can hide a useless attack.',
    text: `With data of ${times(x)} what the model holds, the AUC is still ${meanText(auc)}, yet a threshold with 1 % false alarms finds only ${percent(tpr)} of the members. With the most data F1 is ${meanText(lastF1)}; calling every string a member scores 0.67${about}.`,
  }),
  law: ({ about, x, scores, law, decision }, verdict) => ({
    headline:
      verdict === 'agrees'
        ? 'The attack falls as the paper’s law says.'
        : verdict === 'differs'
          ? `The attack falls ${(decision?.effect.mean ?? 0) < 0 ? 'sooner' : 'later'} than the paper’s law says.`
          : 'Does the paper’s law hold here? Not settled.',
    text: !decision
      ? `Over these data the paper’s law, as we reconstruct it, falls no lower than ${decimalText(law)}, which is no test of it${about}. Add larger datasets.`
      : `F1 is farthest from the paper’s law, as we reconstruct it, with data of ${times(x)} what the model holds: ${meanText(scores)} here and ${decimalText(law)} by the law, a difference of ${effectText(decision.effect, decimalText)}${about}.${tooFewSeedsText(decision)}`,
    paper: 'Morris et al., §5: the law as printed rises with the data; this is our reconstruction of it',
  }),
} satisfies Sentences<MembershipValues>
