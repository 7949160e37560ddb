/** Storage that does not answer must not hold up whoever asked it: every wait for it has an end. */

export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
}

/** Settles as `answer` does. @throws NoAnswerError when it has not done so after `ms` milliseconds; a later answer is not heard. */
export function answerWithin<T>(ms: number, answer: PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswerError(`no answer within ${ms} ms`)), ms)
  })
  return Promise.race([answer, silence]).finally(() => clearTimeout(timer))
}
