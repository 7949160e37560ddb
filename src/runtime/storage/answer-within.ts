/** A limit on how long an answer of storage is waited for: without one, storage that never answers holds up a sweep's end for ever. */

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
