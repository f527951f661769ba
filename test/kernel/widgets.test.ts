import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, printed, resultOf, TestKernel, type TestClient } from "./client.js";
import type { JsonRecord } from "../../src/kernel/protocol/wire.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start();
  client = await kernel.connect();
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

test("a comm that a cell opens carries messages both ways, with buffers", async () => {
  const opened = await client.execute(
    "const echo = comms.open('echo', { hello: 1 });\n" +
      "echo.onMessage = ({ data, buffers }) => { console.log('heard', data.text); echo.send({ size: buffers[0]!.length }, {}, [new Uint8Array([7])]); };",
  );
  const [{ comm_id }] = contents(opened, "comm_open") as [JsonRecord];
  expect((await client.request("comm_info_request", { target_name: "echo" })).reply.comms).toEqual({
    [String(comm_id)]: { target_name: "echo" },
  });
  const id = await client.send("shell", "comm_msg", { comm_id, data: { text: "hi" } }, [new Uint8Array([1, 2, 3])]);
  await client.until(() =>
    client.published.some(
      ({ parentHeader, content }) => parentHeader.msg_id === id && content.execution_state === "idle",
    ),
  );
  const answer = { reply: {}, published: client.published.filter(({ parentHeader }) => parentHeader.msg_id === id) };
  expect(printed(answer)).toBe("heard hi\n");
  expect(contents(answer, "comm_msg")).toEqual([{ comm_id, data: { size: 3 } }]);
  expect(answer.published.find(({ header }) => header.msg_type === "comm_msg")!.buffers[0]).toEqual(Buffer.from([7]));
});

test("a comm to a target nobody has registered is closed", async () => {
  await client.send("shell", "comm_open", { comm_id: "lost", target_name: "nobody", data: {} });
  await client.until(() =>
    client.published.some(({ header, content }) => header.msg_type === "comm_close" && content.comm_id === "lost"),
  );
});

test("moving a slider runs the function again, and its output follows", async () => {
  const shown = await client.execute(
    "await interact({ epsilon: widgets.slider({ min: 0, max: 1, value: 0.5 }), norm: widgets.select({ options: ['LN', 'PLN'] }) },\n" +
      "  ({ epsilon, norm }) => { console.log(norm.toLowerCase()); return epsilon.toFixed(2); })",
  );
  const models = contents(shown, "comm_open").map((content) => ({
    id: content.comm_id,
    state: (content.data as { state: JsonRecord }).state,
  }));
  const model = (name: string): { id: unknown; state: JsonRecord } =>
    models.find(({ state }) => state._model_name === name)!;
  expect(model("FloatSliderModel").state).toMatchObject({ value: 0.5, min: 0, max: 1 });
  expect(resultOf(shown)).toBe("VBoxModel");
  const outputs = (): unknown[] =>
    client.published
      .filter(({ header, content }) => header.msg_type === "comm_msg" && content.comm_id === model("OutputModel").id)
      .map(({ content }) => (content.data as { state: { outputs: unknown } }).state.outputs);
  const display = (text: string) => ({ output_type: "display_data", data: { "text/plain": text }, metadata: {} });
  expect(outputs()).toEqual([[{ output_type: "stream", name: "stdout", text: "ln\n" }, display("'0.50'")]]);
  await client.send("shell", "comm_msg", {
    comm_id: model("FloatSliderModel").id,
    data: { method: "update", state: { value: 0.25 } },
  });
  await client.until(() => outputs().length === 2);
  expect(outputs()[1]).toContainEqual(display("'0.25'"));
  await client.send("shell", "comm_msg", {
    comm_id: model("DropdownModel").id,
    data: { method: "update", state: { index: 1 } },
  });
  await client.until(() => outputs().length === 3);
  expect(outputs()[2]).toContainEqual({ output_type: "stream", name: "stdout", text: "pln\n" });
});

test("a frontend that is loaded again gets the states of all widgets", async () => {
  await client.send("shell", "comm_open", { comm_id: "control", target_name: "jupyter.widget.control", data: {} });
  await client.send("shell", "comm_msg", { comm_id: "control", data: { method: "request_states" } });
  await client.until(() => client.published.some(({ content }) => content.comm_id === "control"));
  const { content } = client.published.find((message) => message.content.comm_id === "control")!;
  expect(content.data).toMatchObject({ method: "update_states" });
  const states = Object.values((content.data as { states: Record<string, JsonRecord> }).states);
  expect(states.map(({ model_name }) => model_name)).toContain("FloatSliderModel");
});

test("bytes of a widget's state travel as buffers, both ways, and messages of its own too", async () => {
  await client.execute(
    "const own = widgets.any({ esm: 'export default { render() {} }', state: { bytes: new Uint8Array([1, 2]), deep: { list: [new Uint8Array([3])] } } }); let got: unknown; own.onMessage = (content, buffers) => { got = [content, buffers.map((each) => [...each])]; };",
  );
  const opened = client.published.findLast(({ header }) => header.msg_type === "comm_open")!;
  expect(opened.content.data).toMatchObject({
    state: { _model_module: "anywidget", bytes: null, deep: { list: [null] } },
    buffer_paths: [["bytes"], ["deep", "list", 0]],
  });
  expect(opened.buffers.map((buffer) => [...buffer])).toEqual([[1, 2], [3]]);
  const { comm_id } = opened.content;
  const data = { method: "update", state: { deep: { list: [null] } }, buffer_paths: [["bytes"], ["deep", "list", 0]] };
  await client.answerless("comm_msg", { comm_id, data }, [Buffer.from([7]), Buffer.from([8, 9])]);
  expect(
    await client.evaluate(
      "[[...(own.get('bytes') as Uint8Array)], [...(own.get('deep') as { list: Uint8Array[] }).list[0]!]]",
    ),
  ).toBe("[ [ 7 ], [ 8, 9 ] ]");
  await client.answerless("comm_msg", { comm_id, data: { method: "custom", content: "hello" } }, [Buffer.from([5])]);
  expect(await client.evaluate("got")).toBe("[ 'hello', [ [ 5 ] ] ]");
});

test("interact need not be awaited: it is shown with its first output, and its slider stands where it was told to", async () => {
  const answer = await client.execute(
    "interact({ x: widgets.slider({ min: 0, max: 10, value: 4 }) }, ({ x }) => { console.log('x is', x); })",
  );
  expect(contents(answer, "execute_result")[0]).toMatchObject({ data: { "text/plain": "VBoxModel" } });
  const states = contents(answer, "comm_open").map(({ data }) => (data as { state: Record<string, unknown> }).state);
  expect(states.find(({ _model_name }) => _model_name === "FloatSliderModel")).toMatchObject({ value: 4 });
  const updates = contents(answer, "comm_msg").map(
    ({ data }) => (data as { state?: { outputs?: object[] } }).state?.outputs,
  );
  expect(updates).toContainEqual([{ output_type: "stream", name: "stdout", text: "x is 4\n" }]);
});

test("buttons and upright sliders stand side by side, say what they are, and can be taken from the page", async () => {
  const shown = await client.execute(
    "const pressed = widgets.toggle({ label: '1', value: true });\n" +
      "const upright = widgets.slider({ min: 0, max: 1, value: 0.5, label: 'λ1', vertical: true });\n" +
      "widgets.column(widgets.row(pressed, upright))",
  );
  const models = contents(shown, "comm_open").map((content) => ({
    id: content.comm_id,
    state: (content.data as { state: JsonRecord }).state,
  }));
  const model = (name: string) => models.find(({ state }) => state._model_name === name)!;
  expect(model("ToggleButtonModel").state).toMatchObject({ value: true, description: "1" });
  expect(model("ToggleButtonStyleModel").state).toMatchObject({ _view_name: "StyleView" });
  expect(model("FloatSliderModel").state).toMatchObject({ orientation: "vertical", value: 0.5 });
  expect(model("HBoxModel").state.children).toEqual([
    `IPY_MODEL_${String(model("ToggleButtonModel").id)}`,
    `IPY_MODEL_${String(model("FloatSliderModel").id)}`,
  ]);
  expect(resultOf(shown)).toBe("VBoxModel");
  const data = { method: "update", state: { value: false } };
  await client.answerless("comm_msg", { comm_id: model("ToggleButtonModel").id, data });
  expect(await client.evaluate("pressed.value")).toBe("false");
  const hidden = await client.execute("upright.show(false)");
  const layout = String(model("FloatSliderModel").state.layout).replace("IPY_MODEL_", "");
  expect(contents(hidden, "comm_msg")).toContainEqual({
    comm_id: layout,
    data: { method: "update", state: { display: "none" }, buffer_paths: [] },
  });
});
