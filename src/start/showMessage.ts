import type { StartMessage } from './startMessage.ts';

/** Shows a message instead of the app, without anything that the app would need. */
export function showMessage(container: HTMLElement, { title, what, remedies }: StartMessage): void {
  const page = document.createElement('main');
  const message = document.createElement('div');
  message.className = 'start-page';
  message.setAttribute('role', 'alert');
  const list = document.createElement('ul');
  list.append(...remedies.map((remedy) => element('li', remedy)));
  message.append(element('h1', title), element('p', what), element('h2', 'What you can do'), list);
  page.append(message);
  container.replaceChildren(page);
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
