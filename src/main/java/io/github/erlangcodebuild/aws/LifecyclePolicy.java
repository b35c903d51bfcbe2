package io.github.erlangcodebuild.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The lifecycle policy of a repository.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html">Amazon ECR,
 *     lifecycle policy properties</a>
 */
final class LifecyclePolicy {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LifecyclePolicy() {}

    /** Keeps so many images, the ones pushed last. */
    static String keeping(int images) {
        ObjectNode policy = JSON.createObjectNode();
        ObjectNode rule = policy.putArray("rules").addObject();
        rule.put("rulePriority", 1);
        rule.put("description", "Keep the last " + images + " images");
        rule.putObject("selection")
                .put("tagStatus", "any")
                .put("countType", "imageCountMoreThan")
                .put("countNumber", images);
        rule.putObject("action").put("type", "expire");
        return policy.toString();
    }

    /** Whether two policies say the same, whatever their white space. */
    static boolean same(String one, String other) {
        try {
            return JSON.readTree(one).equals(JSON.readTree(other));
        } catch (JsonProcessingException e) {
            return false; // ECR keeps what it was given; what is not JSON is not ours
        }
    }
}
