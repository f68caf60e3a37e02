/**
 * What a window of the app is for, by its address: the speaker’s notes (`?speaker`), or a screen that
 * shows what is presented in another window (`?follow`); null for the page itself.
 */
export function talkWindow(search: string): 'speaker' | 'follow' | null {
  const query = new URLSearchParams(search);
  if (query.has('speaker')) return 'speaker';
  return query.has('follow') ? 'follow' : null;
}

/** Opens a window beside this one; if it is open already, it is loaded again. */
export function openTalkWindow(kind: 'speaker' | 'follow'): void {
  const url = new URL(location.href);
  url.search = kind;
  url.hash = '';
  // With a size the browser opens a window instead of a tab.
  open(url, `maskscope-${kind}`, 'popup,width=1100,height=760')?.focus();
}
