import type { ReactNode } from 'react';
import { Component, type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react';
import { loadCode } from '../files/loadCode.ts';
import { describeError } from '../problem.ts';
import styles from './lazyPart.module.css';

/**
 * A component whose code is loaded when it is shown first, in a {@link LazyPart}.
 *
 * @param name for the message, the beginning of a sentence, e.g. `The report`
 */
export function lazyPart<Props>(
  name: string,
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await loadCode(name, load) }));
}

interface LazyPartProps {
  readonly children: ReactNode;
}

/** Shows a part when its code is loaded; if it cannot be, a message stands in its place. */
export function LazyPart({ children }: LazyPartProps) {
  return (
    <FailedPart>
      <Suspense fallback={<p className={styles.loading}>Loading…</p>}>{children}</Suspense>
    </FailedPart>
  );
}

interface FailedPartState {
  /** Why the part could not be loaded or shown; null if it is there. */
  readonly problem: string | null;
}

/** Shows an error of its children in their place. React has this for classes only. */
class FailedPart extends Component<LazyPartProps, FailedPartState> {
  override state: FailedPartState = { problem: null };

  static getDerivedStateFromError(error: unknown): FailedPartState {
    return { problem: describeError(error) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <p role="alert" className={styles.failed}>
        {problem}
      </p>
    );
  }
}
