import { expect, test } from 'vitest';
import { IDLE_EXPERIMENT } from './experimentState.ts';
import { ProgressReporter } from './progressReporter.ts';

function reporterOnState() {
  const holder = { state: IDLE_EXPERIMENT };
  const reporter = new ProgressReporter((update) => {
    holder.state = update(holder.state);
  });
  return { holder, reporter };
}

test('a stage counts its frames and ends complete', () => {
  const { holder, reporter } = reporterOnState();
  reporter.stage('encode', 3, 10);
  expect(holder.state.stages.encode).toMatchObject({ status: 'running', done: 3, total: 10 });
  reporter.endStage('encode');
  expect(holder.state.stages.encode).toMatchObject({ status: 'done', done: 10 });
});

test('a progress report after the end of a stage does not restart it', () => {
  const { holder, reporter } = reporterOnState();
  reporter.stage('decode', 9, 10);
  reporter.endStage('decode');
  reporter.stage('decode', 10, 10);
  expect(holder.state.stages.decode.status).toBe('done');
});

test('a closed reporter changes nothing', () => {
  const { holder, reporter } = reporterOnState();
  reporter.close();
  reporter.set({ status: 'running' });
  reporter.column('ours', { mapsReady: 5 });
  expect(holder.state).toBe(IDLE_EXPERIMENT);
});
