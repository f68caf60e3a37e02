import { z } from 'zod';

// By default, zod tries to compile its checks with `new Function`. Our Content-Security-Policy
// reports even the attempt as a violation.
z.config({ jitless: true });
