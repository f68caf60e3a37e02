import type { StartMessage } from './startMessage.ts';

/** Shows a message instead of the app, without anything that the app would need. */
export function showMessage(container: HTMLElement, { title, what, remedies }: StartMessage): void {
  const page = document.createElement('main');
  page.className = 'start-page';
  page.setAttribute('role', 'alert');
  const list = document.createElement('ul');
  list.append(...remedies.map((remedy) => element('li', remedy)));
  page.append(element('h1', title), element('p', what), element('h2', 'What you can do'), list);
  container.replaceChildren(page);
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
