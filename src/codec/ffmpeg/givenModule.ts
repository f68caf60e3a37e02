// Lets ffmpeg start from a compiled module, which @ffmpeg/ffmpeg has no option for: it would load
// and compile the 32 MB for each instance. The module comes with the message that starts ffmpeg.

/** Emscripten's option for the instantiation of a module. */
interface CoreOptions {
  readonly instantiateWasm: (
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => unknown,
  ) => unknown;
}

type CreateCore = (options: object) => Promise<unknown>;

let compiled: WebAssembly.Module | undefined;

// It arrives here before the listener of @ffmpeg/ffmpeg, which is added later.
addEventListener('message', ({ data }: MessageEvent) => {
  if (data?.type === 'LOAD') compiled = data.data.compiled;
});

/**
 * @ffmpeg/ffmpeg tries it first, and module workers have none. What it finds in its place loads the
 * same script, and passes the module on.
 */
function importScripts(coreURL: string): void {
  const createFFmpegCore: CreateCore = async (options) => {
    const { default: create } = (await import(/* @vite-ignore */ coreURL)) as {
      readonly default: (options: object & CoreOptions) => Promise<unknown>;
    };
    return create({
      ...options,
      instantiateWasm(imports, receive) {
        if (!compiled) throw new Error('ffmpeg was started without its compiled module');
        return receive(new WebAssembly.Instance(compiled, imports), compiled);
      },
    });
  };
  Object.assign(globalThis, { createFFmpegCore });
}

Object.assign(globalThis, { importScripts });

export {};
