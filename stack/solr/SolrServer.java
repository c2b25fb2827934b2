import org.apache.solr.embedded.JettySolrRunner;

/** Starts Solr 9 on 127.0.0.1: {@code java -cp 'JARS/*' SolrServer.java HOME PORT}. */
public class SolrServer {
    public static void main(String[] args) throws Exception {
        new JettySolrRunner(args[0], "/solr", Integer.parseInt(args[1])).start();
        Thread.currentThread().join();
    }
}
