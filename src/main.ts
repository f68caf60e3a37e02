import { startPage } from './start/startPage.ts';
import { talkWindow } from './talks/talkWindow.ts';
import './ui/theme.css';

const container = document.getElementById('app');
if (!container) throw new Error('index.html has no element with the id app');
if (talkWindow(location.search) === 'speaker') {
  // It shows the talk only, and needs nothing of what the app needs.
  void import('./talks/showSpeakerWindow.tsx').then((chunk) => chunk.showSpeakerWindow(container));
} else {
  // The app is a chunk of its own, so that a browser that cannot read it gets a message all the same.
  void startPage(container, async () => (await import('./app/runApp.tsx')).runApp(container));
}
