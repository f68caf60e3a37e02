import { startPage } from './start/startPage.ts';
import './ui/theme.css';

const container = document.getElementById('app');
if (!container) throw new Error('index.html has no element with the id app');
// The app is a chunk of its own, so that a browser that cannot read it gets a message all the same.
void startPage(container, async () => (await import('./app/runApp.tsx')).runApp(container));
