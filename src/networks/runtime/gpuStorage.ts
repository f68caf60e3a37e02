/** Creates a storage buffer that copies can read and write. @param size in bytes */
export function createStorage(device: GPUDevice, size: number): GPUBuffer {
  const storage = 0x80;
  const copyTarget = 0x08;
  const copySource = 0x04;
  return device.createBuffer({ size, usage: storage | copyTarget | copySource });
}
