import type { Plugin } from 'vite';

/** For files with a hash of their content in the name, in `assets/`. */
export const HASHED = 'public, max-age=31536000, immutable';

/** For all others: browsers ask each time whether the file has changed. */
export const UNHASHED = 'no-cache';

/** Tells browsers of the preview server how long they may use a file without asking again. */
export function caching(): Plugin {
  return {
    name: 'maskscope:caching',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const isHashed = request.url?.startsWith('/assets/');
        response.setHeader('Cache-Control', isHashed ? HASHED : UNHASHED);
        next();
      });
    },
  };
}
