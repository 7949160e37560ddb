/** What a device's speed is, and how it follows from trainings that were timed. */

/** A device as three numbers, measured by training on it: time = steps × overhead + products / rate + exponentials × their time. */
export interface DeviceSpeed {
  readonly secondsPerStep: number
  readonly flopPerSecond: number
  /** Seconds for an exponential and what goes with it (trialExponentials); 0 where they were not told from the products. */
  readonly secondsPerExponential: number
}

/** A step of a training: its work, and how long it took beyond its overhead. */
export interface TimedStep {
  readonly flop: number
  readonly exponentials: number
  readonly seconds: number
}

/**
 * Solves flop / rate + exponentials × time = seconds for both trainings. Where the times allow no such answer (a busy machine, or one on
 * which products are as slow), and where there is only one, all of its time is taken for products.
 */
export function rates(
  narrow: TimedStep,
  wide: TimedStep | undefined,
): Pick<DeviceSpeed, 'flopPerSecond' | 'secondsPerExponential'> {
  const flopPerSecond = (of: TimedStep) => of.flop / of.seconds
  if (!wide) return { flopPerSecond: flopPerSecond(narrow), secondsPerExponential: 0 }
  const determinant = narrow.flop * wide.exponentials - wide.flop * narrow.exponentials
  const secondsPerFlop =
    (narrow.seconds * wide.exponentials - wide.seconds * narrow.exponentials) / determinant
  const secondsPerExponential = (narrow.flop * wide.seconds - wide.flop * narrow.seconds) / determinant
  return secondsPerFlop > 0 && secondsPerExponential > 0
    ? { flopPerSecond: 1 / secondsPerFlop, secondsPerExponential }
    : { flopPerSecond: flopPerSecond(wide), secondsPerExponential: 0 }
}
