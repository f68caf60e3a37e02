import { z } from 'zod';

// By default, Zod tries to compile its checks with `new Function` when a schema is made. Under our
// Content-Security-Policy even the attempt is reported as a violation.
z.config({ jitless: true });

export { z };
