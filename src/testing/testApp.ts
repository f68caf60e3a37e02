import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { createApp } from '../app/createApp.ts';
import { AppContextProvider } from '../app/experimentContext.ts';

/** The markup of a part of the page with all stores in their initial state. */
export function firstMarkup(part: ReactNode): string {
  return renderToStaticMarkup(createElement(AppContextProvider, { value: createApp('/') }, part));
}
