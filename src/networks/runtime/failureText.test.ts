import { expect, it } from 'vitest';
import { failureText } from './failureText.ts';

it('leaves codes and source files of onnxruntime-web out', () => {
  const message =
    'failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: /mnt/core/buffer_manager.cc:643 void Download() const status == Success was false. Failed to download data from buffer. Status 4\n';
  expect(failureText(new Error(message))).toBe('Failed to download data from buffer. Status 4');
});

it('takes any other message as it is, without the full stop', () => {
  expect(failureText(new Error('Out of memory.'))).toBe('Out of memory');
  expect(failureText('x')).toBe('x');
  expect(failureText(new Error(''))).toBe('no reason given');
});
