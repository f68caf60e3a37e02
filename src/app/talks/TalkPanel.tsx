import {
  FolderInput,
  Monitor,
  MonitorSpeaker,
  Plus,
  Presentation,
  Save,
  Undo2,
} from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { filesOfInput } from '../../files/droppedFiles.ts';
import { count } from '../../messageWords.ts';
import { openTalkWindow } from '../../talks/talkWindow.ts';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { CommittedText } from './CommittedText.tsx';
import styles from './TalkPanel.module.css';
import { TalkViewItem } from './TalkViewItem.tsx';
import { isRecorded } from './talkRuns.ts';
import { useTalkActions } from './useTalkActions.ts';

/** The views of the talk: collects, arranges, saves and presents them. */
export function TalkPanel() {
  const app = useApp();
  const { presenter, talk: kept, givenRuns, keptRuns, opening } = app;
  const { talk, reading, undo, problem: ofTalk } = useStore(kept.store);
  const { files: given, problem: ofRuns } = useStore(givenRuns.store);
  const names = given.map(({ name }) => name);
  // A run that is kept meanwhile changes what is recorded.
  useStore(keptRuns.store);
  const hasColumns = useExperimentStore(({ experiment }) => experiment.columns.length > 0);
  const { busy, problem, note, collect, update, save } = useTalkActions();
  useEffect(() => void keptRuns.load(), [keptRuns]);
  const isEmpty = talk.views.length === 0;
  return (
    <div className={styles.content}>
      <div className={styles.row}>
        <CommittedText
          label="Title of the talk"
          value={talk.title}
          onCommit={(title) => void kept.change((before) => ({ ...before, title }))}
        />
        <Button
          look="primary"
          disabled={isEmpty}
          title="Full screen; PageUp and PageDown or a clicker go through the views (F5)"
          onClick={() => void presenter.start()}
        >
          <Presentation size={16} aria-hidden /> Present
        </Button>
        <Button
          title="A second window with your notes, the next view and a clock"
          onClick={() => openTalkWindow('speaker')}
        >
          <MonitorSpeaker size={16} aria-hidden /> Speaker window
        </Button>
        <Button
          title="A second window, for another screen, that shows what is presented here"
          onClick={() => openTalkWindow('follow')}
        >
          <Monitor size={16} aria-hidden /> Audience window
        </Button>
      </div>
      <div className={styles.row}>
        <Button disabled={!hasColumns || busy !== null} onClick={() => void collect()}>
          <Plus size={16} aria-hidden /> {busy === 'collecting' ? 'Adding…' : 'Add this view'}
        </Button>
        <Menu
          trigger={
            <Button disabled={isEmpty || busy !== null}>
              <Save size={16} aria-hidden /> {busy === 'saving' ? 'Saving…' : 'Save as a file'}
            </Button>
          }
          groups={[
            {
              title: 'Drop the file on the page to open it',
              items: [
                {
                  label: 'With its runs (.zip)',
                  note: 'opens on another machine without computing',
                  onChoose: () => void save('with runs'),
                },
                {
                  label: 'Without runs (.talk.json)',
                  note: 'small; needs its runs: kept in this browser, or dropped with it',
                  onChoose: () => void save('alone'),
                },
              ],
            },
          ]}
        />
        <FileButton
          label="A talk, with its runs"
          accept=".json,.zip,.maskscope"
          multiple
          onFiles={(_, files) => void opening.take(Promise.resolve(filesOfInput(files)))}
        >
          <FolderInput size={16} aria-hidden /> Open a talk…
        </FileButton>
      </div>
      {[problem, ofTalk, ofRuns].map(
        (text) =>
          text && (
            <p key={text} role="alert" className={styles.problem}>
              {text}
            </p>
          ),
      )}
      {reading === 'failed' && (
        <p className={styles.undo}>
          Views can be added when it can be read.{' '}
          <Button title="Deletes the kept talk" onClick={() => void kept.startAnew()}>
            Start a new talk instead
          </Button>
        </p>
      )}
      <output className={styles.note}>{note}</output>
      {undo && (
        <p className={styles.undo} role="status">
          {undo.title}{' '}
          <Button onClick={() => void kept.undo()}>
            <Undo2 size={16} aria-hidden /> Undo
          </Button>
        </p>
      )}
      {isEmpty ? (
        <p className={styles.note}>
          A talk is a list of views. Set up what you want to show, with frame, zoom and layers, then
          add it here. A view is shown from a run, so that nothing computes.
        </p>
      ) : (
        <ol className={styles.views} aria-label={count(talk.views.length, 'view')}>
          {talk.views.map((view, index) => (
            <TalkViewItem
              key={view.id}
              view={view}
              index={index}
              last={talk.views.length - 1}
              isRecorded={isRecorded(view, names, app)}
              isBusy={busy !== null}
              onUpdate={() => void update(view)}
            />
          ))}
        </ol>
      )}
    </div>
  );
}
