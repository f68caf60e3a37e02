import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SpeakerWindow } from './SpeakerWindow.tsx';

/** Shows the speaker's window in this element. */
export function showSpeakerWindow(container: HTMLElement): void {
  createRoot(container).render(
    <StrictMode>
      <SpeakerWindow />
    </StrictMode>,
  );
}
