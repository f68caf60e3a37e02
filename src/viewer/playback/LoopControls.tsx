import { ArrowLeftRight, ArrowRightFromLine, ArrowRightToLine, RepeatOff } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../moments/Choice.tsx';
import {
  clearLoop,
  markLoopIn,
  markLoopOut,
  speedText,
  togglePingPong,
} from '../moments/loopMarks.ts';
import { SPEEDS, viewStore } from '../viewState.ts';
import styles from './LoopControls.module.css';

/** Marks the loop and sets how it is played. */
export function LoopControls({ frameCount }: { readonly frameCount: number }) {
  const loop = useStore(viewStore, (view) => view.loop);
  const pingPong = useStore(viewStore, (view) => view.pingPong);
  const speed = useStore(viewStore, (view) => view.speed);
  const disabled = frameCount === 0;
  return (
    <div className={styles.controls}>
      <Button
        look="icon"
        disabled={disabled}
        onClick={() => markLoopIn(frameCount)}
        aria-label="Start the loop here"
        title={`Start the loop at this frame ([)${loop ? `; now at frame ${loop.first}` : ''}`}
      >
        <ArrowRightFromLine size={16} aria-hidden />
      </Button>
      <Button
        look="icon"
        disabled={disabled}
        onClick={markLoopOut}
        aria-label="End the loop here"
        title={`End the loop at this frame (])${loop ? `; now at frame ${loop.last}` : ''}`}
      >
        <ArrowRightToLine size={16} aria-hidden />
      </Button>
      <Button
        look="icon"
        disabled={loop === null}
        onClick={clearLoop}
        aria-label="Clear the loop"
        title="Play all frames, without a loop (\)"
      >
        <RepeatOff size={16} aria-hidden />
      </Button>
      <Button
        look="icon"
        disabled={disabled}
        aria-pressed={pingPong}
        onClick={togglePingPong}
        aria-label="Ping-pong"
        title="Play forwards, then backwards (P)"
      >
        <ArrowLeftRight size={16} aria-hidden />
      </Button>
      <Choice
        label="Speed"
        bare
        title="Speed (< and >)"
        choices={SPEEDS.map((value) => ({ value: String(value), label: speedText(value) }))}
        chosen={String(speed)}
        onChoose={(value) =>
          viewStore.setState({ speed: SPEEDS.find((each) => String(each) === value) ?? 1 })
        }
      />
    </div>
  );
}
