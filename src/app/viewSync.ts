import type { Experiment } from '../experiment/experiment.ts';
import { systemTheme, type Theme, themeStore } from '../ui/theme.ts';
import { pointerStore, pointTo } from '../viewer/pointer.ts';
import {
  type AddressedView,
  addressedView,
  formatView,
  parseView,
  viewOfColumns,
} from '../viewer/viewAddress.ts';
import { viewStore } from '../viewer/viewState.ts';

/** Keeps the view and the theme in the page's address. */
export class ViewSync {
  /** The view in the address, until the columns that it names are there. */
  private pending: AddressedView | null = null;
  /** True while the columns are about to be replaced by those of the address. */
  private isHeld = false;

  /** @param onChange called when the address of the view has changed */
  constructor(
    private readonly experiment: Experiment,
    private readonly onChange: () => void,
  ) {}

  /**
   * Takes the view in an address. It is shown as soon as there are columns, and after `release`.
   */
  hold(search: string): void {
    this.isHeld = true;
    const theme = new URLSearchParams(search).get('theme');
    // A link's theme is for this page; only the user's own choice is stored.
    if (theme === 'dark' || theme === 'light') themeStore.setState({ theme });
    this.pending = parseView(search);
  }

  /** The columns are those of the address, or will be with the next change. */
  release(): void {
    this.isHeld = false;
    this.applyPending();
  }

  /** Follows the columns, the view and the theme from now on. */
  follow(): void {
    this.experiment.store.subscribe(() => this.applyPending());
    viewStore.subscribe((view) => !view.playing && this.onChange());
    themeStore.subscribe(this.onChange);
    this.applyPending();
  }

  /**
   * The part of the address, e.g. `&layer=errors`; empty for what a visit starts with.
   *
   * @param theme if it is to be named even if it is that of the system
   */
  query(theme?: Theme): string {
    const keys = this.keys();
    const view =
      this.pending ?? addressedView(viewStore.getState(), keys, pointerStore.getState().last);
    const shown = themeStore.getState().theme;
    const named = theme ?? (shown === systemTheme() ? null : shown);
    const parts = [formatView(view), named && `theme=${named}`];
    return parts.map((part) => (part ? `&${part}` : '')).join('');
  }

  private applyPending(): void {
    const { pending } = this;
    const keys = this.keys();
    if (!pending || this.isHeld || keys.length === 0) return;
    this.pending = null;
    if (pending.loupe) pointTo(pending.loupe);
    viewStore.setState(viewOfColumns(pending, keys));
  }

  private keys(): string[] {
    return this.experiment.store.getState().experiment.columns.map(({ key }) => key);
  }
}
