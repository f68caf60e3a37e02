import { CircleHelp, Moon, Play as Run, Square, Sun } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { ButtonText } from '../ui/ButtonText.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import type { Theme } from '../ui/theme.ts';
import { CopyLink } from './CopyLink.tsx';
import { ClipDialog } from './clipDialog/ClipDialog.tsx';
import { CodecDialog } from './codecDialog/CodecDialog.tsx';
import { AddColumnMenu } from './columns/AddColumnMenu.tsx';
import { useApp, useExperimentStore } from './experimentContext.ts';
import { FigureDialog } from './figureDialog/FigureDialog.tsx';
import styles from './Header.module.css';
import { HeaderMenu } from './HeaderMenu.tsx';
import { HelpText } from './HelpText.tsx';
import { LearnDialog } from './lessons/LearnDialog.tsx';
import { MasksDialog } from './maskStreamDialog/MasksDialog.tsx';
import { NetworksDialog } from './networksDialog/NetworksDialog.tsx';
import { ReportDialog } from './reportDialog/ReportDialog.tsx';
import { RunsDialog } from './runs/RunsDialog.tsx';
import { SequencePicker } from './SequencePicker.tsx';
import { TalkDialog } from './talks/TalkDialog.tsx';

interface HeaderProps {
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

/** The bar at the top: sequence, columns, run and cancel, dialogs; on a phone these in a menu. */
export function Header({ theme, onTheme }: HeaderProps) {
  const { experiment } = useApp();
  const source = useExperimentStore((store) => store.source);
  const status = useExperimentStore((store) => store.experiment.status);
  // The recording has its own button.
  const isRecorded = useExperimentStore((store) => store.experiment.recording !== null);
  const running = status === 'running';
  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>Maskscope</h1>
      <SequencePicker />
      <AddColumnMenu />
      <div className={styles.run}>
        {running && (
          <Button onClick={() => experiment.cancel()}>
            <Square size={14} aria-hidden /> <ButtonText seenIn="medium">Cancel</ButtonText>
          </Button>
        )}
        {!running && !isRecorded && (
          <Button
            disabled={!source}
            look={status === 'failed' || status === 'cancelled' ? 'primary' : 'plain'}
            onClick={() => source && experiment.start(source)}
          >
            <Run size={14} aria-hidden />{' '}
            <ButtonText seenIn="medium">
              {status === 'failed' ? 'Try again' : 'Run again'}
            </ButtonText>
          </Button>
        )}
      </div>
      <HeaderMenu>
        <CodecDialog />
        <MasksDialog />
        <ReportDialog theme={theme} />
        <FigureDialog />
        <ClipDialog />
        <RunsDialog />
        <LearnDialog />
        <TalkDialog />
        <div className={styles.end}>
          <NetworksDialog />
          <CopyLink />
          <Button
            look="icon"
            onClick={() => onTheme(theme === 'dark' ? 'light' : 'dark')}
            aria-label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
          >
            {theme === 'dark' ? <Sun size={16} /> : <Moon size={16} />}
          </Button>
          <Dialog
            title="About Maskscope"
            trigger={
              <Button look="icon" aria-label="Help">
                <CircleHelp size={16} />
              </Button>
            }
          >
            <HelpText />
          </Dialog>
        </div>
      </HeaderMenu>
    </header>
  );
}
