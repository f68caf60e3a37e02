import { z } from 'zod';

// Zod compiles its checks with `new Function` where it can; under our Content-Security-Policy even
// the attempt is reported as a violation.
z.config({ jitless: true });
