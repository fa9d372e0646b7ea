package perrin.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/**
 * Manifests as Kubernetes' own models take them, which are generated from its OpenAPI definition
 * and refuse unknown and missing keys. No cluster runs them here.
 */
class KubernetesJobsTest {
  private static final Request.Place PLACE =
      new Request.Place(Engine.KUBERNETES, "registry.example/perrin:1", "my-claim");

  @BeforeAll
  static void kubernetesReaders() {
    new JSON(); // makes them, once
  }

  private static Submission of(int shards, int parallel, String... run) {
    return new Submission(
        "1", "abc", "/f", "/e.yaml", shards, parallel, List.of(run), List.of(), List.of());
  }

  private static String json(String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return JsonMapper.builder().build().writeValueAsString(tree);
  }

  private static V1Job job(String yaml) throws IOException {
    V1Job.validateJsonElement(JsonParser.parseString(json(yaml)));
    return V1Job.fromJson(json(yaml));
  }

  @Test
  void shardsAreAnIndexedJob() throws IOException {
    var manifests = KubernetesJobs.of(of(200, 16, "--backend", "cuda"), PLACE);
    V1Job job = job(manifests.get(KubernetesJobs.SHARDS));
    assertEquals("batch/v1", job.getApiVersion());
    assertEquals("Job", job.getKind());
    assertEquals("perrin-abc-shards", job.getMetadata().getName());
    V1JobSpec spec = job.getSpec();
    assertEquals(200, spec.getCompletions());
    assertEquals(16, spec.getParallelism());
    assertEquals("Indexed", spec.getCompletionMode());
    assertEquals(3, spec.getBackoffLimitPerIndex());
    var pod = spec.getTemplate().getSpec();
    assertEquals("Never", pod.getRestartPolicy(), "podFailurePolicy asks for it");
    assertEquals("my-claim", pod.getVolumes().getFirst().getPersistentVolumeClaim().getClaimName());
    V1Container container = pod.getContainers().getFirst();
    assertEquals("registry.example/perrin:1", container.getImage());
    assertEquals(
        List.of(
            "perrin",
            "run",
            "/folder/experiment/experiment.yaml",
            "--shard",
            "200",
            "-o",
            "/folder/run.h5",
            "--backend",
            "cuda"),
        container.getCommand());
    assertEquals(
        pod.getVolumes().getFirst().getName(), container.getVolumeMounts().getFirst().getName());
    assertEquals("/folder", container.getVolumeMounts().getFirst().getMountPath());
  }

  /** One that was told to end (85), or whose node goes, begins again and counts as no failure. */
  @Test
  void whatWasStoppedComesBack() throws IOException {
    V1Job job = job(KubernetesJobs.of(of(7, 0), PLACE).get(KubernetesJobs.SHARDS));
    List<V1PodFailurePolicyRule> rules = job.getSpec().getPodFailurePolicy().getRules();
    assertEquals(
        List.of("Ignore", "Ignore", "FailIndex"), rules.stream().map(r -> r.getAction()).toList());
    assertEquals(List.of(85), rules.get(0).getOnExitCodes().getValues());
    assertEquals("In", rules.get(0).getOnExitCodes().getOperator());
    assertEquals("perrin", rules.get(0).getOnExitCodes().getContainerName());
    assertEquals("DisruptionTarget", rules.get(1).getOnPodConditions().getFirst().getType());
    assertEquals(List.of(2), rules.get(2).getOnExitCodes().getValues());
    assertEquals(7, job.getSpec().getParallelism());
    assertEquals(120L, job.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds());
  }

  /** Kubernetes reads YAML 1.1, in which a plain True is no text. */
  @Test
  void textsAreTexts() {
    String yaml = KubernetesJobs.of(of(7, 0), PLACE).get(KubernetesJobs.SHARDS);
    assertTrue(yaml.contains("status: \"True\"\n"), yaml);
    assertTrue(yaml.contains("- '7'\n"), yaml);
  }

  @Test
  void theMergeIsAnotherJob() throws IOException {
    V1Job job = job(KubernetesJobs.of(of(7, 0), PLACE).get(KubernetesJobs.MERGE));
    assertEquals("perrin-abc-merge", job.getMetadata().getName());
    assertEquals(
        List.of(
            "sh",
            "-c",
            "[ -f \"$5\" ] || \"$@\" || { [ $? = 3 ] && [ -f \"$5\" ]; }",
            "merge",
            "perrin",
            "merge",
            "/folder",
            "-o",
            "/folder/run.h5"),
        job.getSpec().getTemplate().getSpec().getContainers().getFirst().getCommand());
  }

  /** A check that cannot fail is none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "completionMode: Indexed | completionsMode: Indexed",
        "template:               | templates:",
        "completions: 7          | completions: seven",
        "restartPolicy: Never    | restartpolicy: Never",
        "claimName: my-claim     | claim: my-claim",
        "operator: In            | operand: In"
      })
  void wrongManifestsAreNoticed(String right, String wrong) {
    String yaml = KubernetesJobs.of(of(7, 0), PLACE).get(KubernetesJobs.SHARDS);
    assertTrue(yaml.contains(right), yaml);
    assertThrows(RuntimeException.class, () -> job(yaml.replace(right, wrong)));
  }

  /** What a user writes is a value of the manifest, whatever it is. */
  @Test
  void wordsAreValues() throws IOException {
    String word = "a: b\n- c # {d} \"e\" 'f' *g &h";
    var yaml = KubernetesJobs.of(of(7, 0, "--cuda-libraries", word), PLACE);
    V1Job job = job(yaml.get(KubernetesJobs.SHARDS));
    var command = job.getSpec().getTemplate().getSpec().getContainers().getFirst().getCommand();
    assertEquals(word, command.getLast());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", "-a", "a/b", "a\nb"})
  void claimsHaveNamesThatKubernetesTakes(String claim) {
    var place = new Request.Place(Engine.KUBERNETES, "perrin", claim);
    assertThrows(RefusedException.class, () -> KubernetesJobs.of(of(7, 0), place));
  }

  @Test
  void imagesAndNumbersOfShardsAreLimited() {
    var place = new Request.Place(Engine.KUBERNETES, "a b", "c");
    assertThrows(RefusedException.class, () -> KubernetesJobs.of(of(7, 0), place));
    assertThrows(RefusedException.class, () -> KubernetesJobs.of(of(100_001, 0), PLACE));
  }
}
