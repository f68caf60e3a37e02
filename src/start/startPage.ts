import { forgetIsolating, isolateByWorker } from '../offline/isolateByWorker.ts';
import { missingFeature, surroundings } from './missingFeature.ts';
import { showMessage } from './showMessage.ts';
import './startPage.css';
import { failedMessage, missingMessage } from './startMessage.ts';

/**
 * Checks that the browser can run the app, isolates the page if its server does not, and runs the
 * app; otherwise says what is missing.
 *
 * @param runApp loads and runs the app
 */
export async function startPage(
  container: HTMLElement,
  runApp: () => Promise<void>,
): Promise<void> {
  const missing = missingFeature(surroundings());
  let noWorker = '';
  if (missing === 'isolation') {
    try {
      await isolateByWorker();
      return;
    } catch (error) {
      noWorker = reasonOf(error);
    }
  }
  if (missing) {
    const message = missingMessage(missing, new URL(location.href), navigator.userAgent, noWorker);
    showMessage(container, message);
    return;
  }
  forgetIsolating();
  try {
    await runApp();
  } catch (error) {
    showMessage(container, failedMessage(reasonOf(error)));
    throw error;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
