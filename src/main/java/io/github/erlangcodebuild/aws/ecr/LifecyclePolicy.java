package io.github.erlangcodebuild.aws.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.Json;

/**
 * The lifecycle policy of a repository.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html">Amazon ECR,
 *     lifecycle policy properties</a>
 */
final class LifecyclePolicy {

    private LifecyclePolicy() {}

    /** Keeps so many images, the ones pushed last. */
    static String keeping(int images) {
        ObjectNode policy = Json.object();
        ObjectNode rule = policy.putArray("rules").addObject();
        rule.put("rulePriority", 1);
        rule.put("description", "Keep the last " + images + " images");
        rule.putObject("selection")
                .put("tagStatus", "any")
                .put("countType", "imageCountMoreThan")
                .put("countNumber", images);
        rule.putObject("action").put("type", "expire");
        return Json.text(policy);
    }

    /** Whether two policies say the same, whatever their white space. */
    static boolean same(String one, String other) {
        try {
            return Json.read(one).equals(Json.read(other));
        } catch (JsonProcessingException e) {
            return false; // ECR keeps what it was given; what is not JSON is not ours
        }
    }
}
