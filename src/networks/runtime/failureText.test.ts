import { expect, it } from 'vitest';
import { failureText } from './failureText.ts';

it('omits onnxruntime-web’s codes and source files', () => {
  const message =
    'failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: /mnt/core/buffer_manager.cc:643 void Download() const status == Success was false. Failed to download data from buffer. Status 4\n';
  expect(failureText(new Error(message))).toBe('Failed to download data from buffer. Status 4');
});

it('keeps any other message, without the full stop', () => {
  expect(failureText(new Error('Out of memory.'))).toBe('Out of memory');
  expect(failureText('x')).toBe('x');
  expect(failureText(new Error(''))).toBe('no reason given');
});
