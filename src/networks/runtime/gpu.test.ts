import { describe, expect, it } from 'vitest';
import { adapterName, adapterReport, isSoftware } from './gpu.ts';

const nothing = { vendor: '', architecture: '', device: '', description: '' };

describe('adapterName', () => {
  it('prefers the description and else joins what there is', () => {
    const parts = { ...nothing, vendor: 'nvidia', architecture: 'ampere' };
    expect(adapterName(parts)).toBe('nvidia ampere');
    expect(adapterName({ ...parts, description: 'NVIDIA RTX 3080 Ti' })).toBe('NVIDIA RTX 3080 Ti');
  });

  it('has a name for a card that the browser hides', () => {
    expect(adapterName(nothing)).toBe('a GPU without a name');
  });
});

describe('isSoftware', () => {
  it('knows emulated WebGPU by its flag or by its name', () => {
    expect(isSoftware({ ...nothing, vendor: 'google', architecture: 'swiftshader' })).toBe(true);
    expect(isSoftware({ ...nothing, isFallbackAdapter: true })).toBe(true);
    expect(isSoftware({ ...nothing, vendor: 'amd', architecture: 'rdna-3' })).toBe(false);
  });
});

describe('adapterReport', () => {
  it('is a plain copy of what WebGPU tells, whose own object cannot be posted', () => {
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
