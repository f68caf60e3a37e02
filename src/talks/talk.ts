/** A view of a talk: a state of the app, with what the speaker says about it. */
export interface TalkView {
  /** Tells the views of a talk apart while they are moved; not saved. */
  readonly id: string;
  readonly title: string;
  /** Plain text that only the speaker sees. */
  readonly notes: string;
  /** The state, as the search part of an address, e.g. `?seq=soapbox&frame=4&run=soapbox.maskscope`. */
  readonly address: string;
  /** A small picture of it, as a `data:` address; null if there is none. */
  readonly picture: string | null;
}

/** The views that a speaker has collected, in order. */
export interface Talk {
  readonly title: string;
  readonly views: readonly TalkView[];
}

export const NEW_TALK: Talk = { title: 'My talk', views: [] };

/** A view with a new id. */
export function newView(view: Omit<TalkView, 'id'>): TalkView {
  return { ...view, id: crypto.randomUUID() };
}

/** The talk with a view at a place, by default behind the others. */
export function withView(talk: Talk, view: TalkView, index = talk.views.length): Talk {
  return { ...talk, views: talk.views.toSpliced(index, 0, view) };
}

export function withoutView(talk: Talk, id: string): Talk {
  return { ...talk, views: talk.views.filter((view) => view.id !== id) };
}

/** The talk with other values in one of its views. */
export function withChange(talk: Talk, id: string, change: Partial<Omit<TalkView, 'id'>>): Talk {
  const views = talk.views.map((view) => (view.id === id ? { ...view, ...change } : view));
  return { ...talk, views };
}

/** The talk with a view so many places later; at either end it stays. */
export function withMoved(talk: Talk, id: string, by: number): Talk {
  const from = talk.views.findIndex((view) => view.id === id);
  const view = talk.views[from];
  const to = from + by;
  if (!view || to < 0 || to >= talk.views.length) return talk;
  return withView(withoutView(talk, id), view, to);
}

/** The name of the run file that a view is shown from; null if it is computed or found otherwise. */
export function runOf({ address }: Pick<TalkView, 'address'>): string | null {
  return new URLSearchParams(address).get('run');
}

/** The run files of a talk, each once. */
export function runsOf({ views }: Talk): string[] {
  return [...new Set(views.flatMap((view) => runOf(view) ?? []))];
}
