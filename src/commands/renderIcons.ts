import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { BROWSER_SWITCHES, findBrowser, NO_BROWSER } from './browser/findBrowser.ts';

/**
 * Renders the icons of the installed app from `public/icon.svg`, as PNG files that its manifest
 * (`public/manifest.webmanifest`) names.
 */
const ICONS = [
  { file: 'icon-192.png', size: 192, isMaskable: false },
  { file: 'icon-512.png', size: 512, isMaskable: false },
  { file: 'maskable-512.png', size: 512, isMaskable: true },
] as const;

const FOLDER = 'public/icons';

/** The background of icon.svg, which reaches to the edges of a maskable icon. */
const BACKGROUND = '#0e1012';

/** Systems may cut away all but a circle of 80% of a maskable icon (W3C, Web App Manifest). */
const SAFE_SHARE = 0.8;

const executablePath = findBrowser();
if (!executablePath) throw new Error(NO_BROWSER);
const svg = readFileSync('public/icon.svg').toString('base64');
const browser = await chromium.launch({ executablePath, args: BROWSER_SWITCHES });
try {
  mkdirSync(FOLDER, { recursive: true });
  for (const { file, size, isMaskable } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const width = isMaskable ? size * SAFE_SHARE : size;
    const background = isMaskable ? BACKGROUND : 'transparent';
    await page.setContent(
      `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${background}">
        <img width="${width}" src="data:image/svg+xml;base64,${svg}"></body>`,
    );
    writeFileSync(`${FOLDER}/${file}`, await page.screenshot({ omitBackground: !isMaskable }));
    await page.close();
  }
} finally {
  await browser.close();
}
