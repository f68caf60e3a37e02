/** Enables WebGPU without a GPU: correct but very slow. */
export const SOFTWARE_WEBGPU_SWITCHES = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];
