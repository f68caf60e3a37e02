import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { createApp } from '../app/createApp.ts';
import { AppContextProvider } from '../app/experimentContext.ts';

/** For tests only: what a part of the page shows at first, with all stores as they begin. */
export function firstMarkup(part: ReactNode): string {
  return renderToStaticMarkup(createElement(AppContextProvider, { value: createApp('/') }, part));
}
