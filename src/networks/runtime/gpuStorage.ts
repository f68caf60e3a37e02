/** Storage that shaders read and copies write. */
export function createStorage(device: GPUDevice, size: number): GPUBuffer {
  const storage = 0x80;
  const copyTarget = 0x08;
  const copySource = 0x04;
  return device.createBuffer({ size, usage: storage | copyTarget | copySource });
}
