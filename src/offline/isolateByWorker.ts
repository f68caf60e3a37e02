import { activeWorker, registerServiceWorker } from './registration.ts';

/** Set in the tab while it reloads to be isolated. */
const MARK = 'maskscope-isolating';

/**
 * Isolates a page whose server does not send the headers for it: starts the service worker, which
 * adds them, and reloads the page, once.
 *
 * @returns when the page reloads
 * @throws Error with a sentence on why this page cannot be isolated
 */
export async function isolateByWorker(): Promise<void> {
  let marks: Storage;
  try {
    marks = sessionStorage;
    if (marks.getItem(MARK) !== null) {
      // The user's own reload tries again.
      marks.removeItem(MARK);
      throw new Error('It runs, and yet the browser does not isolate the page.');
    }
  } catch (cause) {
    // Without a mark that survives the reload, the page might reload for ever.
    if (!(cause instanceof DOMException)) throw cause;
    throw new Error('The browser does not allow this page to store anything.', { cause });
  }
  await activeWorker(await registerServiceWorker());
  marks.setItem(MARK, '');
  location.reload();
}

/** To be called by a page that is isolated: a later one may be isolated by a reload again. */
export function forgetIsolating(): void {
  try {
    sessionStorage.removeItem(MARK);
  } catch {
    // Nothing could be stored.
  }
}
