"""jupyter_kernel_test on the normlab kernel: everything that applies; there is no pager."""

import unittest

import jupyter_kernel_test


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = "normlab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to standard error')"
    completion_samples = [
        {"text": "Math.sqr", "matches": {"sqrt"}},
        {"text": "const café = [1]; 'x'.toUpperC", "matches": {"toUpperCase"}},
    ]
    complete_code_samples = ["1", "const f = (x: number): number => x", "/* a */ `b`", "interface A { b: string }"]
    incomplete_code_samples = ["function f() {", "const s = `a", "/* a", "1 +", "const x =", "foo(1,", "[1, 2"]
    invalid_code_samples = ["const 1x = 2", "function (", "let a b", "1 = = 2", "}"]
    code_generate_error = "throw new Error('deliberate')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2].map((x) => x + 1)", "result": "[ 2, 3 ]"},
        {"code": "await Promise.resolve('later')", "result": "'later'"},
    ]
    code_display_data = [
        {"code": "display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "display.png(new Uint8Array([137, 80, 78, 71]))", "mime": "image/png"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6 ?* 7"
    code_inspect_sample = "parseInt"
    code_clear_output = "clearOutput()"

    @unittest.skip("the kernel has no pager")
    def test_pager(self):
        pass


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "normlab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
