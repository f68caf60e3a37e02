import { describe, expect, it } from 'vitest';
import { missingFeature, type Surroundings } from './missingFeature.ts';

const COMPLETE: Surroundings = {
  hasWebAssembly: true,
  hasWorkers: true,
  hasSharedMemory: true,
  hasCss: true,
  isSecure: true,
  isIsolated: true,
  isEmbedded: false,
};

function missing(found: Partial<Surroundings>) {
  return missingFeature({ ...COMPLETE, ...found });
}

const NOT_ISOLATED = { isIsolated: false, hasSharedMemory: false };

describe('what keeps the app from running', () => {
  it('is nothing in an isolated page of a current browser', () => {
    expect(missing({})).toBeNull();
    expect(missing({ isEmbedded: true })).toBeNull();
  });

  it('is the most basic feature first', () => {
    expect(missing({ hasWebAssembly: false, ...NOT_ISOLATED })).toBe('webassembly');
    expect(missing({ hasWorkers: false })).toBe('webassembly');
  });

  it('is an old browser’s CSS, before the page is reloaded for its isolation', () => {
    expect(missing({ hasCss: false })).toBe('css');
    expect(missing({ hasCss: false, ...NOT_ISOLATED })).toBe('css');
  });

  it('is shared memory, not the headers, where the page is isolated all the same', () => {
    expect(missing({ hasSharedMemory: false })).toBe('shared-memory');
  });

  it('is the secure origin for plain HTTP from another machine', () => {
    expect(missing({ ...NOT_ISOLATED, isSecure: false })).toBe('secure-origin');
  });

  it('is the browser where it does not know isolation', () => {
    expect(missing({ ...NOT_ISOLATED, isIsolated: undefined })).toBe('knowledge-of-isolation');
  });

  it('is isolation, of the page around it in a frame', () => {
    expect(missing(NOT_ISOLATED)).toBe('isolation');
    expect(missing({ ...NOT_ISOLATED, isEmbedded: true })).toBe('isolated-parent');
  });
});
