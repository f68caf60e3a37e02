import { expect, test } from 'vitest';
import { ProgressLine } from './progressLine.ts';

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 20, write: (text: string) => written.push(text), written };
}

test('a terminal shows one line, rewritten in place and never wrapped', () => {
  const terminal = stream(true);
  const line = new ProgressLine(terminal);
  line.update('1 of 3');
  line.update('2 of 3, and much more than fits');
  line.print('dog: done');
  line.close();
  expect(terminal.written).toEqual([
    '\r\u001b[K1 of 3',
    '\r\u001b[K2 of 3, and much mo',
    '\r\u001b[Kdog: done\n2 of 3, and much mo',
    '\r\u001b[K',
  ]);
});

test('a log has a progress line from time to time, and all permanent lines', () => {
  let now = 0;
  const log = stream(false);
  const line = new ProgressLine(log, () => now);
  for (const second of [1, 19, 21, 30, 45]) {
    now = second * 1000;
    line.update(`second ${second}`);
  }
  line.print('dog: done');
  line.close();
  expect(log.written).toEqual(['second 21\n', 'second 45\n', 'dog: done\n']);
});
