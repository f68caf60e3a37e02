import { isAbort } from '../../problem.ts';

/** Makes a call again if it fails once, for example because its worker had to be replaced. */
export async function twice<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isAbort(error)) throw error;
    return call();
  }
}
