import 'rx-deferred/jquery/auto';
