import { ArrowDown, ArrowUp, Eye, RefreshCw, Trash2 } from 'lucide-react';
import { type TalkView, withChange, withMoved } from '../../talks/talk.ts';
import { Button } from '../../ui/Button.tsx';
import { addressStore } from '../addressSync.ts';
import { useApp } from '../experimentContext.ts';
import { CommittedText } from './CommittedText.tsx';
import styles from './TalkPanel.module.css';

interface TalkViewItemProps {
  readonly view: TalkView;
  readonly index: number;
  /** Index of the last view. */
  readonly last: number;
  /** False if it is computed when it is shown. */
  readonly isRecorded: boolean;
  /** True while a view is collected or the talk is saved. */
  readonly isBusy: boolean;
  readonly onUpdate: () => void;
}

/** A view in the list: its picture, title and notes, and what can be done with it. */
export function TalkViewItem(props: TalkViewItemProps) {
  const { view, index, last, isRecorded, isBusy, onUpdate } = props;
  const { talk: kept, presenter } = useApp();
  const { id, title, notes, picture, address } = view;
  const change = (changed: Partial<TalkView>) =>
    void kept.change((talk) => withChange(talk, id, changed));
  const move = (by: number) => void kept.change((talk) => withMoved(talk, id, by));
  const show = () => {
    presenter.openList(false);
    void addressStore.getState().show(address);
  };
  return (
    <li className={styles.view} aria-label={title}>
      <div className={styles.picture}>
        <b>{index + 1}</b>
        {picture && <img src={picture} alt="" />}
        {!isRecorded && (
          <p title="Its columns are not complete yet, or its run is not here: open the run, or update this view when it is complete">
            computes when shown
          </p>
        )}
      </div>
      <div className={styles.texts}>
        <CommittedText
          label={`Title of view ${index + 1}`}
          value={title}
          onCommit={(changed) => change({ title: changed })}
        />
        <CommittedText
          label="Notes, for you alone"
          value={notes}
          isLong
          onCommit={(changed) => change({ notes: changed })}
        />
      </div>
      <div className={styles.buttons}>
        <Button
          look="icon"
          disabled={index === 0}
          onClick={() => move(-1)}
          aria-label={`Earlier: ${title}`}
          title="Earlier"
        >
          <ArrowUp size={16} />
        </Button>
        <Button
          look="icon"
          disabled={index === last}
          onClick={() => move(1)}
          aria-label={`Later: ${title}`}
          title="Later"
        >
          <ArrowDown size={16} />
        </Button>
        <Button look="icon" onClick={show} aria-label={`Show ${title}`} title="Show it on the page">
          <Eye size={16} />
        </Button>
        <Button
          look="icon"
          disabled={isBusy}
          onClick={onUpdate}
          aria-label={`Update ${title}`}
          title="Update this view: take what is on the page now; title and notes stay"
        >
          <RefreshCw size={16} />
        </Button>
        <Button
          look="icon"
          onClick={() => void kept.deleteView(view)}
          aria-label={`Delete ${title}`}
          title="Delete"
        >
          <Trash2 size={16} />
        </Button>
      </div>
    </li>
  );
}
