import { describe, expect, it } from 'vitest';
import { adapterName, adapterReport, isSoftware } from './gpu.ts';

const nothing = { vendor: '', architecture: '', device: '', description: '' };

describe('adapterName', () => {
  it('prefers the description, otherwise joins the other fields', () => {
    const parts = { ...nothing, vendor: 'nvidia', architecture: 'ampere' };
    expect(adapterName(parts)).toBe('nvidia ampere');
    expect(adapterName({ ...parts, description: 'NVIDIA RTX 3080 Ti' })).toBe('NVIDIA RTX 3080 Ti');
  });

  it('has a fallback for a GPU that the browser hides', () => {
    expect(adapterName(nothing)).toBe('an unnamed GPU');
  });
});

describe('isSoftware', () => {
  it('recognises emulated WebGPU by its flag or its name', () => {
    expect(isSoftware({ ...nothing, vendor: 'google', architecture: 'swiftshader' })).toBe(true);
    expect(isSoftware({ ...nothing, isFallbackAdapter: true })).toBe(true);
    expect(isSoftware({ ...nothing, vendor: 'amd', architecture: 'rdna-3' })).toBe(false);
  });
});

describe('adapterReport', () => {
  it('is a plain copy of WebGPU’s object, which cannot be posted', () => {
    class Info {
      get vendor() {
        return 'nvidia';
      }
      get architecture() {
        return 'ampere';
      }
      get device() {
        return '';
      }
      get description() {
        return '';
      }
    }
    const report = adapterReport(new Info());
    expect(structuredClone(report)).toEqual({
      ...nothing,
      vendor: 'nvidia',
      architecture: 'ampere',
    });
  });
});
