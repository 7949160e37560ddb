/** The words of this experiment's figures and findings. */
import type { Sentences } from '@/core/findings/finding'
import type { Decision } from '@/core/findings/verdict'
import { decimalText, effectText, meanText, plural, seedsNeededText } from '@/core/text/number'
import type { MembershipValues } from './findings'

export const text = {
  recognised: (strings: string, auc: number) => `${strings}: AUC of the attack ${decimalText(auc)}`,
  attack: {
    title: 'How well training strings are recognised',
    caption:
      'AUC: the chance that a string of the training data has a lower loss than a new one. F1: of the threshold that was best on one half of the strings, measured on the other half; calling every string a member scores 0.67. Dashed: a sigmoid through the points.',
    y: 'score',
  },
  law: {
    title: 'F1 beside the law of the paper',
    caption:
      'Dashed: the law of Morris et al. as printed, which rises with the data, and as we think it was meant, which falls and gives back their own table. Its constants come from far larger models, and from text.',
    printed: 'as printed',
    meant: 'as meant',
  },
  strict: {
    title: 'An attack that may hardly ever be wrong',
    caption:
      'TPR at 1 %: the share of the training strings that a threshold finds when only one new string in a hundred may be called a member (a false-positive rate of 1 %). Calibrated: AUC when each loss is compared with what the source itself gives the string, so that likely strings are no longer taken for members.',
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
    title: 'The losses that the attack tells apart',
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
    caption: 'AUC of the attack at ten steps, one seed; 0.5 is guessing.',
  },
  auc: 'AUC',
  f1: 'F1',
  allMembers: 'all members',
  strings: (datasetSize: number, about: string) => `${plural(datasetSize, 'string')}${about}`,
} as const

const factor = (x: number): string => decimalText(x, x < 10 ? 1 : 0)
const times = (x: number): string => `${factor(x)} times`
const three = (value: number): string => decimalText(value, 3)
/** Appended to a statement that seeds do not decide. */
const open = ({ verdict, seedsNeeded }: Decision): string =>
  verdict === 'not told apart' ? `: ${seedsNeededText(seedsNeeded)}` : ''

export const sentences = {
  certain: ({ about, x, scores, decision }, verdict) => ({
    headline:
      verdict === 'agrees'
        ? 'While the strings fit, the attack recognises every one.'
        : verdict === 'differs' || verdict === 'no effect'
          ? 'Even while the strings fit, the attack misses some.'
          : 'Whether it recognises every string while they fit is open.',
    text: `While the data fit (${times(x)} what the model holds) the AUC is ${meanText(scores, 3)}${about}${open(decision)}.`,
    paper: 'Morris et al.: membership is near certain below capacity',
  }),
  falls: ({ about, least, most, halfway, decision }, verdict) => ({
    headline:
      verdict === 'agrees'
        ? 'With more strings, the attack falls towards chance.'
        : verdict === 'differs' || verdict === 'no effect'
          ? 'With more strings, the attack works as well.'
          : verdict === 'not reached'
            ? 'Even with the most strings, the attack still works.'
            : 'Whether the attack fails with more strings is open.',
    text: decision
      ? `From data of ${factor(least.x)} to ${times(most.x)} what the model holds the AUC falls by ${effectText(decision.effect, three)}, to ${meanText(most.scores, 3)}${
          halfway === undefined ? '' : `; half way to chance it is at ${times(halfway)}`
        }${about}${open(decision)}.`
      : `With the most data that were run, ${times(most.x)} what the model holds, the AUC is ${meanText(most.scores, 3)}, not yet half way to chance${about}. Add larger datasets.`,
    paper: 'Morris et al.: F1 falls towards chance along a sigmoid in data over capacity',
  }),
  strict: ({ about, x, auc, tpr, lastF1 }) => ({
    headline: 'A good average score can hide a useless attack.',
    text: `With data of ${times(x)} what the model holds the AUC is still ${meanText(auc)}, and yet a threshold with 1 % false alarms finds only ${meanText(tpr)} of the members. With the most data F1 is ${meanText(lastF1)}, against 0.67 of calling every string a member${about}.`,
  }),
  law: ({ about, x, scores, law, decision }, verdict) => ({
    headline:
      verdict === 'agrees'
        ? 'The attack falls as the paper’s law says.'
        : verdict === 'differs'
          ? `The attack falls ${(decision?.effect.mean ?? 0) < 0 ? 'sooner' : 'later'} than the paper’s law says.`
          : 'Whether the paper’s law holds here is open.',
    text: !decision
      ? `Over the data that were run the paper’s law, in our reconstruction, falls no lower than ${decimalText(law)}, so it is not put to the test${about}. Add larger datasets.`
      : `F1 lies farthest from the paper’s law, in our reconstruction, with data of ${times(x)} what the model holds: it is ${meanText(scores)} here and ${decimalText(law)} by the law, a difference of ${effectText(decision.effect, decimalText)}${about}${open(decision)}.`,
    paper: 'Morris et al., §5: the law as printed rises with the data; this is our reconstruction of it',
  }),
} satisfies Sentences<MembershipValues>
