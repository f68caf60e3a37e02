import { describeError } from '../../problem.ts';

/** Posted by the worker, besides its replies, when it has lost its GPU. */
export interface GpuLostMessage {
  readonly type: 'maskscope-gpu-lost';
  readonly text: string;
}

export function gpuLostMessage(problem: unknown): GpuLostMessage {
  return { type: 'maskscope-gpu-lost', text: describeError(problem) };
}

export function isGpuLostMessage(data: unknown): data is GpuLostMessage {
  return (data as GpuLostMessage | null)?.type === 'maskscope-gpu-lost';
}
