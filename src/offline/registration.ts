/** Why this page has no service worker; the message is a sentence for the user. */
export class NoServiceWorker extends Error {
  override readonly name = 'NoServiceWorker';
}

/**
 * Registers the service worker of a build, or finds it.
 *
 * @throws NoServiceWorker if the browser has none here
 */
export async function registerServiceWorker(): Promise<ServiceWorkerRegistration> {
  if (import.meta.env.DEV) {
    throw new NoServiceWorker('The development server has no service worker.');
  }
  if (!('serviceWorker' in navigator)) {
    throw new NoServiceWorker('This browser, or this private window, has no service workers.');
  }
  const address = new URL('serviceWorker.js', document.baseURI);
  const options = { scope: new URL('./', address).href, updateViaCache: 'none' } as const;
  let registration: ServiceWorkerRegistration | undefined;
  try {
    registration = await navigator.serviceWorker.register(address, options);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NoServiceWorker(`The browser refused it (${reason}).`, { cause });
  }
  // Some tools block service workers in this way.
  if (!registration) throw new NoServiceWorker('The browser blocks service workers here.');
  return registration;
}

const INSTALL_FAILED =
  'It could not be installed: the server did not send the page of this version, or the disk is full.';

/**
 * Waits until a version of the service worker runs.
 *
 * @throws NoServiceWorker if it cannot be installed
 */
export async function activeWorker(registration: ServiceWorkerRegistration): Promise<void> {
  if (registration.active?.state === 'activated') return;
  const worker = registration.active ?? registration.installing ?? registration.waiting;
  if (!worker) throw new NoServiceWorker('It could not be installed.');
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') {
        reject(new NoServiceWorker(INSTALL_FAILED));
      }
    };
    worker.addEventListener('statechange', look);
    look();
  });
}
